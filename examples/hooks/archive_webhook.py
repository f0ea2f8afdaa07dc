# Tells another program over HTTP: archive.completed, archive.segment.failed, archive.restored. Signed as Standard Webhooks
# wants it (https://www.standardwebhooks.com), and sent again when it does not arrive, with the same id.
#
# CRESSET_WEBHOOK_URL is where to, CRESSET_WEBHOOK_SECRET the secret (whsec_...) that both sides know.
# archive-webhook.ts does the same in TypeScript.
import base64
import hashlib
import hmac
import json
import os
import time
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timezone

URL = os.environ.get("CRESSET_WEBHOOK_URL", "")
SECRET = os.environ.get("CRESSET_WEBHOOK_SECRET", "")
# Milliseconds before each further try.
WAITS = [int(each) for each in os.environ.get("CRESSET_WEBHOOK_WAITS", "1000,3000,9000").split(",")]


def archive_segment_completed(
    segment_path, archive_name, archive_path, status, status_message, archive_complete, *args, **kwargs
):
    if status != 0:
        failed = {"segmentPath": segment_path, "status": status, "statusMessage": status_message}
        send("archive.segment.failed", dict(archiveName=archive_name, **failed))


def archive_completed(archive_name, *args, **kwargs):
    send("archive.completed", {"archiveName": archive_name})


def archive_restored(archive_name, *args, **kwargs):
    send("archive.restored", {"archiveName": archive_name})


def send(kind, data):
    if not URL:
        return
    key = base64.b64decode(SECRET[6:] if SECRET.startswith("whsec_") else SECRET)
    message_id = "msg_%s" % uuid.uuid4()
    body = json.dumps({"type": kind, "timestamp": datetime.now(timezone.utc).isoformat(), "data": data}).encode()
    trouble = ""
    for wait in [0] + WAITS:
        time.sleep(wait / 1000)
        timestamp = str(int(time.time()))
        signed = b".".join([message_id.encode(), timestamp.encode(), body])
        signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": "v1," + signature,
        }
        try:
            urllib.request.urlopen(urllib.request.Request(URL, body, headers), timeout=10).close()
            return
        except urllib.error.HTTPError as error:
            trouble = "it answered %d" % error.code
            # Gone for good, or not understood: another try would not help.
            if error.code < 500 and error.code not in (408, 429):
                break
        except OSError as error:
            trouble = str(error)
    raise RuntimeError("The webhook %s did not reach %s: %s" % (kind, URL, trouble))
