"""The SOAP partner login: user name, password and token become a session."""
