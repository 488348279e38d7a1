"""The work of commands across rooms: a request in, a result out. Nothing is asked or printed here."""
