# relay.py: passes connections on, as TLS if it is given a certificate
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""relay.py [--certificate PEM] [--client-ca PEM] [--heard FILE] LISTEN TO

LISTEN and TO are HOST:PORT; port 0 is a free one. What clients send, after TLS, is added
to FILE. Prints "Listening on HOST:PORT".
"""

import argparse
import socket
import ssl
import threading


def parse_address(text):
    host, port = text.rsplit(":", 1)
    return host, int(port)


def pump(source, target, heard):
    try:
        while data := source.recv(65536):
            if heard:
                with open(heard, "ab") as file:
                    file.write(data)
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client, context, options):
    try:
        if context:
            client = context.wrap_socket(client, server_side=True)
        server = socket.create_connection(parse_address(options.to), 10)
        server.settimeout(None)
    except OSError:
        client.close()
        return
    with client, server:
        answers = threading.Thread(target=pump, args=(server, client, None))
        answers.start()
        pump(client, server, options.heard)
        answers.join()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificate")
    parser.add_argument("--client-ca")
    parser.add_argument("--heard")
    parser.add_argument("listen")
    parser.add_argument("to")
    options = parser.parse_args()
    context = None
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate)
    if options.client_ca:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(options.client_ca)
    listener = socket.create_server(parse_address(options.listen))
    print("Listening on {}:{}".format(*listener.getsockname()), flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client, context, options), daemon=True).start()


if __name__ == "__main__":
    main()
