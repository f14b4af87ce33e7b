"""The newcomer's whole way, walked by a program that sees what a browser without JavaScript sees."""
