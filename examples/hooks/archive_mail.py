# Mails the producer when an archive is complete, and at once when a segment of it is bad.
#
# CRESSET_PRODUCERS are the addresses, separated by commas. The server is CRESSET_SMTP_URL
# (smtps://user:password@mail.house.example:465, or smtp://... with STARTTLS), the sender CRESSET_MAIL_FROM, the
# certificate authority of the house, where it has one of its own, CRESSET_SMTP_CA.
# archive-mail.ts does the same in TypeScript; use one of them.
import os
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

PRODUCERS = [each.strip() for each in os.environ.get("CRESSET_PRODUCERS", "").split(",") if each.strip()]

# What this run wrote, for the mail at its end.
counts = {"good": 0, "bad": 0}


def archive_segment_completed(
    segment_path, archive_name, archive_path, status, status_message, archive_complete, *args, **kwargs
):
    if status == 0:
        counts["good"] += 1
        return
    counts["bad"] += 1
    text = "%s\n%s (status %d)\n" % (segment_path or archive_path, status_message, status)
    send_mail("Archive %s: a segment is bad" % archive_name, text)


def archive_completed(archive_name, *args, **kwargs):
    text = "%(good)d segments were written and checked, %(bad)d had to be written again.\n" % counts
    send_mail("Archive %s is complete" % archive_name, text)
    counts.update(good=0, bad=0)


def send_mail(subject, text):
    if not PRODUCERS:
        return
    server = urlsplit(os.environ["CRESSET_SMTP_URL"])
    context = ssl.create_default_context(cafile=os.environ.get("CRESSET_SMTP_CA") or None)
    message = EmailMessage()
    message["From"] = os.environ["CRESSET_MAIL_FROM"]
    message["To"] = ", ".join(PRODUCERS)
    message["Subject"] = subject
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid()
    message.set_content(text)
    if server.scheme == "smtps":
        connection = smtplib.SMTP_SSL(server.hostname, server.port or 465, timeout=20, context=context)
    else:
        connection = smtplib.SMTP(server.hostname, server.port or 587, timeout=20)
    with connection:
        if server.username:
            # A password never goes over the line in the clear.
            if server.scheme != "smtps":
                connection.starttls(context=context)
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)
    print("mailed", ", ".join(PRODUCERS))
