"""A webhook's receiver as its writer would make one from docs/alerts.md: Python's http.server, which takes only
what is signed with the secret and not old.

usage: webhook_receiver.py FOLDER SECRET

Says "listening on PORT" on stderr, and appends the body of what it takes to FOLDER/hooks, a line each.
"""
import hashlib
import hmac
import http.server
import pathlib
import sys
import time

folder = pathlib.Path(sys.argv[1])
secret = sys.argv[2].encode()


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        moment = self.headers["X-NHSvalues-Timestamp"]
        signed = "sha256=" + hmac.new(secret, moment.encode() + b"." + body, hashlib.sha256).hexdigest()
        is_ours = hmac.compare_digest(signed, self.headers["X-NHSvalues-Signature"])
        is_new = abs(time.time() - int(moment)) < 300
        if is_ours and is_new:
            with open(folder / "hooks", "ab") as hooks:
                hooks.write(body + b"\n")
        self.send_response(204 if is_ours and is_new else 403)
        self.end_headers()

    def log_message(self, format, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
print("listening on", server.server_port, file=sys.stderr, flush=True)
server.serve_forever()
