"""The rule of floor/address.h."""
import hashlib


def normal_and_hash(email):
    local, at, domain = email.replace(" ", "").lower().partition("@")
    local = local.partition("+")[0].replace(".", "")
    normal = local + at + ("gmail.com" if domain == "googlemail.com" else domain)
    return normal, hashlib.sha256(normal.encode()).hexdigest()
