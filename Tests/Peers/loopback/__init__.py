"""What the services of this directory share: HTTP on a port of 127.0.0.1, a request log, faults, a command line."""
