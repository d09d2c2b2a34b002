"""A mail server on loopback: aiosmtpd with STARTTLS and a login, as a test's other side.

usage: mail_receiver.py FOLDER PASSWORD

Makes a certificate (FOLDER/certificate.pem), says "listening on PORT" on stderr, and appends a line of JSON to
FOLDER/mails for each message it takes.
"""
import asyncio
import json
import pathlib
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder = pathlib.Path(sys.argv[1])
password = sys.argv[2].encode()


def certificate():
    made, key = folder / "certificate.pem", folder / "certificate.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", made],
        check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context


def authenticate(server, session, envelope, mechanism, data):
    # handled=False: aiosmtpd says the refusal itself.
    return AuthResult(success=data.login == b"nhsvalues" and data.password == password, handled=False)


class Keeper:
    async def handle_DATA(self, server, session, envelope):
        with open(folder / "mails", "a") as mails:
            mails.write(json.dumps({"encrypted": session.ssl is not None, "from": envelope.mail_from,
                                    "recipients": envelope.rcpt_tos,
                                    "content": envelope.content.decode("utf-8")}) + "\n")
        return "250 taken"


async def main():
    context = certificate()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(Keeper(), tls_context=context, require_starttls=True, auth_required=True,
                     authenticator=authenticate), "127.0.0.1", 0)
    print("listening on", server.sockets[0].getsockname()[1], file=sys.stderr, flush=True)
    await server.serve_forever()


asyncio.run(main())
