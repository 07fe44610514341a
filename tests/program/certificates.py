# certificates.py: an authority and what it signs, made anew for each test run
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import subprocess

import harness

CONFIG = """
[req]
prompt = no
distinguished_name = name
[name]
CN = {name}
[ca]
default_ca = authority
[authority]
database = {folder}/index
new_certs_dir = {folder}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = policy
[policy]
commonName = supplied
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = CA:false
subjectAltName = {names}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""

GOOD = ("20200101000000Z", "20991231235959Z")
PAST = ("20200101000000Z", "20200201000000Z")
FUTURE = ("20980101000000Z", "20991231235959Z")


class Authority:
    """Its own certificate is in path, to be trusted or not."""

    def __init__(self, folder, name="Test Authority"):
        self.openssl = harness.tool("openssl")
        self.folder = folder
        os.makedirs(folder)
        with open(os.path.join(folder, "index"), "w", encoding="utf-8"):
            pass
        self.path = self._file("authority.pem")
        self._request("authority", name, "DNS:authority")
        self._sign("authority", "root", GOOD, own=True)

    def _file(self, name):
        return os.path.join(self.folder, name)

    def _run(self, *args):
        subprocess.run([self.openssl, *args], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.PIPE, check=True, cwd=self.folder)

    def _request(self, file, name, names):
        with open(self._file(file + ".conf"), "w", encoding="utf-8") as config:
            config.write(CONFIG.format(name=name, names=names, folder=self.folder))
        self._run("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                  "-nodes", "-config", file + ".conf", "-keyout", file + ".key",
                  "-out", file + ".csr")

    def _sign(self, file, extensions, dates, own):
        signer = (["-selfsign", "-keyfile", file + ".key"] if own
                  else ["-keyfile", "authority.key", "-cert", "authority.pem"])
        self._run("ca", "-batch", "-notext", "-config", file + ".conf", "-extensions", extensions,
                  "-startdate", dates[0], "-enddate", dates[1], "-in", file + ".csr",
                  "-out", file + ".pem", *signer)

    def issue(self, file, names="IP:127.0.0.1", dates=GOOD, own=False):
        """A file with the certificate for names and its key. own: signed by itself."""
        self._request(file, "Test Server", names)
        self._sign(file, "leaf", dates, own)
        both = self._file(file + "-both.pem")
        with open(both, "wb") as out:
            for part in (file + ".pem", file + ".key"):
                with open(self._file(part), "rb") as data:
                    out.write(data.read())
        return both
