"""The pyftpdlib server of the lab. Its settings are a JSON file, named on the command line."""

import json
import logging
import sys
import threading

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import PassiveDTP, TLS_FTPHandler
from pyftpdlib.servers import ThreadedFTPServer

with open(sys.argv[1], encoding="utf-8") as file:
    settings = json.load(file)
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)

authorizer = DummyAuthorizer()
authorizer.add_user(settings["user"], settings["pass"], settings["home"], perm="elradfmwMT")


class OneAtATime(PassiveDTP):
    """Two threads that pick the same port both bind it, and the one that listens later fails, which ends its session."""

    lock = threading.Lock()

    def __init__(self, *args, **kwargs):
        with OneAtATime.lock:
            super().__init__(*args, **kwargs)


class Handler(TLS_FTPHandler):
    passive_dtp = OneAtATime
    certfile = settings["certificate"]
    passive_ports = range(settings["first"], settings["last"] + 1)
    banner = "pyftpdlib lab"
    # A refused login is answered at once: the tests make no guesses that would have to be slowed down.
    auth_failed_timeout = 0


Handler.authorizer = authorizer
ThreadedFTPServer(("127.0.0.1", settings["control"]), Handler).serve_forever()
