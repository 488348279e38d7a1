"""The deeds of commands, across rooms: a request in, a recorded result out. Nothing is asked or printed here."""
