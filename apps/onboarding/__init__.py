"""The portal: the steps in order, their pages, the words a customer reads."""
