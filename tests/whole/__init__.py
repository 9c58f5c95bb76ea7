"""The whole program, as people meet it: real `ekko` processes, a real database, real HTTP on this machine."""
