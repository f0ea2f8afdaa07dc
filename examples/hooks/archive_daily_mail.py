# Mails what was archived each day: the first archive of a new day sends the days before it that were not sent yet.
#
# CRESSET_PRODUCERS, CRESSET_SMTP_URL, CRESSET_MAIL_FROM and CRESSET_SMTP_CA as in archive_mail.py. CRESSET_DAILY_FILE is
# where the hook keeps its count, a line of JSON for each segment. archive-daily-mail.ts does the same in TypeScript, with
# the same file; use one of them.
import json
import os
import smtplib
import ssl
from datetime import datetime, timezone
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

PRODUCERS = [each.strip() for each in os.environ.get("CRESSET_PRODUCERS", "").split(",") if each.strip()]
FILE = os.environ.get("CRESSET_DAILY_FILE", "archived-days.jsonl")


def archive_selection_updated(segment_info, num_frames, num_clips, data_size, metadata_size, *args, **kwargs):
    send_reports()


def archive_segment_completed(
    segment_path, archive_name, archive_path, status, status_message, archive_complete, *args, **kwargs
):
    send_reports()
    if status == 0 and segment_path:
        size = os.path.getsize(segment_path)
        append({"day": today(), "archive": archive_name, "bytes": size})


def send_reports():
    if not PRODUCERS or not os.path.exists(FILE):
        return
    with open(FILE) as file:
        lines = [json.loads(line) for line in file]
    sent = {line["day"] for line in lines if line.get("sent")}
    for day in sorted({line["day"] for line in lines} - sent):
        if day >= today():
            continue
        archives = {}
        for line in lines:
            if line["day"] == day and "archive" in line:
                archives[line["archive"]] = archives.get(line["archive"], 0) + line["bytes"]
        total = sum(archives.values())
        rows = ["%s: %d bytes" % each for each in archives.items()]
        send_mail("Archived on %s: %.3f GB" % (day, total / 1e9), "\n".join(rows + ["in all: %d bytes" % total, ""]))
        append({"day": day, "sent": True})


def append(line):
    with open(FILE, "a") as file:
        file.write(json.dumps(line) + "\n")


def today():
    # In UTC, so that all machines mean the same day.
    return datetime.now(timezone.utc).strftime("%Y-%m-%d")


def send_mail(subject, text):
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
