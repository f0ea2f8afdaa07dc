"""Talks to a Cresset server (`cresset serve`). Standard library only, for Python 3.9 and newer; copy this file where you like.

    from cresset_client import Cresset

    cresset = Cresset("http://127.0.0.1:4747")
    for project in cresset.each(cresset.list_projects):
        print(project["name"])

Where people have to sign in: Cresset(url, token="crst_..."), from `cresset accounts token`, or CRESSET_TOKEN in the
environment; or cresset.sign_in(name=..., password=...), which holds for this object until sign_out(). What cannot be done raises CressetProblem, whose message is a sentence.
"""

import http.client
import http.cookiejar
import json
import os
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any, Callable, Dict, Iterator, NamedTuple, Optional

__all__ = ["Cresset", "CressetProblem", "Event", "LEFT_OUT"]

#: The value of an argument that is not sent. None is sent, as null.
LEFT_OUT: Any = type("LeftOut", (), {"__repr__": lambda self: "LEFT_OUT", "__bool__": lambda self: False})()


class CressetProblem(Exception):
    """What the server answers when it cannot do what was asked (RFC 9457)."""

    def __init__(self, status: int, code: str, title: str, detail: str = "") -> None:
        super().__init__(title)
        self.status = status
        #: One of Cresset's codes: not-found, usage, forbidden ...
        self.code = code
        self.title = title
        self.detail = detail


class Event(NamedTuple):
    """Something that happened; see docs/api.md for the types."""

    id: str
    type: str
    data: Any


class _Connection:
    """Requests to one server. A connection that breaks is tried again: what changes something carries a key for that."""

    def __init__(self, url: Optional[str] = None, token: Optional[str] = None, timeout: float = 60.0, tries: int = 3) -> None:
        self.url = (url or os.environ.get("CRESSET_URL") or "http://127.0.0.1:4747").rstrip("/")
        self.token = token or os.environ.get("CRESSET_TOKEN")
        self.timeout = timeout
        self.tries = tries
        # A proxy of the environment is not for a server of the house that is named by its address.
        # Who signs in with a password stays signed in. A token, where there is one, goes before that.
        session = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect, session)

    def request(
        self,
        method: str,
        path: str,
        query: Optional[Dict[str, Any]] = None,
        body: Any = LEFT_OUT,
        idempotency_key: Optional[str] = None,
    ) -> Any:
        """Any request. `path` begins after /api/v1. Gives what came as JSON, else bytes, or None for nothing."""
        headers = {}
        data = None
        if body is not LEFT_OUT:
            data = json.dumps(body).encode("utf-8")
            headers["Content-Type"] = "application/json"
        if method != "GET":
            headers["Idempotency-Key"] = idempotency_key or str(uuid.uuid4())
        for attempt in range(self.tries):
            try:
                with self._open(method, path, query, headers, data) as response:
                    content = response.read()
                    if "json" in response.headers.get("Content-Type", ""):
                        return json.loads(content.decode("utf-8"))
                    return content or None
            except (urllib.error.URLError, http.client.HTTPException, ConnectionError, socket.timeout):
                if attempt + 1 == self.tries:
                    raise
                time.sleep(0.5 * 2**attempt)
        raise AssertionError("tries is below 1")

    def each(self, method: Callable[..., Any], *args: Any, **options: Any) -> Iterator[Any]:
        """All items of a list, page after page: each(client.read_children, reel_id)."""
        cursor = None
        while True:
            if cursor is not None:
                options["cursor"] = cursor
            page = method(*args, **options)
            for item in page["items"]:
                yield item
            cursor = page.get("nextCursor")
            if cursor is None:
                return

    def events(self, last_event_id: Optional[str] = None, reconnect: bool = True) -> Iterator[Event]:
        """What happens, as it happens, without end. A stream that breaks goes on after the last event that came."""
        seen = last_event_id
        while True:
            try:
                headers = {"Accept": "text/event-stream"}
                if seen is not None:
                    headers["Last-Event-ID"] = seen
                with self._open("GET", "/events", None, headers, None) as response:
                    for event in _read_events(response):
                        seen = event.id or seen
                        yield event
            except (urllib.error.URLError, http.client.HTTPException, ConnectionError, socket.timeout):
                if not reconnect:
                    raise
            if not reconnect:
                return
            time.sleep(1)

    def _open(
        self, method: str, path: str, query: Optional[Dict[str, Any]], headers: Dict[str, str], data: Optional[bytes]
    ) -> Any:
        pairs = [(name, _spell(value)) for name, value in (query or {}).items() if value is not LEFT_OUT and value is not None]
        url = self.url + "/api/v1" + path + ("?" + urllib.parse.urlencode(pairs) if pairs else "")
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        try:
            return self._opener.open(request, timeout=self.timeout)
        except urllib.error.HTTPError as error:
            raise _problem_of(error) from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token goes to nobody else."""

    def redirect_request(self, *_args: Any, **_options: Any) -> None:
        return None


def _problem_of(error: urllib.error.HTTPError) -> CressetProblem:
    try:
        problem = json.loads(error.read().decode("utf-8"))
        return CressetProblem(error.code, problem["code"], problem["title"], problem.get("detail", ""))
    except (ValueError, KeyError, TypeError):
        return CressetProblem(error.code, "internal", "The server answered with {}.".format(error.code))


def _read_events(lines: Any) -> Iterator[Event]:
    fields: Dict[str, str] = {}
    for line in lines:
        text = line.decode("utf-8").rstrip("\r\n")
        if text == "":
            if "data" in fields:
                yield Event(fields.get("id", ""), fields.get("event", "message"), json.loads(fields["data"]))
            fields = {}
        elif not text.startswith(":"):
            name, _, value = text.partition(":")
            fields[name] = value[1:] if value.startswith(" ") else value


def _spell(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _quoted(part: Any) -> str:
    return urllib.parse.quote(str(part), safe="")


def _sent(**values: Any) -> Dict[str, Any]:
    return {name.rstrip("_"): value for name, value in values.items() if value is not LEFT_OUT}


# What follows is written by scripts/generate-python-client.ts from the OpenAPI document. Do not change it by hand.


class Cresset(_Connection):
    """Everything that the server does. Arguments that are left out are not sent."""

    def list_projects(self):
        """Every project. (GET /projects)"""
        return self.request("GET", "/projects")

    def create_project(self, *, name, nickname=LEFT_OUT, folder=LEFT_OUT):
        """Make a project. (POST /projects)"""
        return self.request("POST", "/projects", body=_sent(name=name, nickname=nickname, folder=folder))

    def read_project(self, id):
        """A project. (GET /projects/{id})"""
        return self.request("GET", "/projects/" + _quoted(id))

    def read_tree(self, id):
        """The project's containers, with how many clips lie in each. (GET /projects/{id}/tree)"""
        return self.request("GET", "/projects/" + _quoted(id) + "/tree")

    def search(self, id, *, text, limit=LEFT_OUT):
        """Entries whose name, shot name, comment, tags or media path hold a text. (GET /projects/{id}/search)"""
        return self.request("GET", "/projects/" + _quoted(id) + "/search", query=_sent(text=text, limit=limit))

    def read_bin(self, id):
        """What was deleted and can be brought back, the latest first. (GET /projects/{id}/bin)"""
        return self.request("GET", "/projects/" + _quoted(id) + "/bin")

    def undelete(self, id, *, deletion_id=LEFT_OUT):
        """Bring a deletion back. (POST /projects/{id}/undelete)"""
        return self.request("POST", "/projects/" + _quoted(id) + "/undelete", body=_sent(deletionId=deletion_id))

    def read_entry(self, id):
        """An entry, with its path. (GET /entries/{id})"""
        return self.request("GET", "/entries/" + _quoted(id))

    def change_entry(self, id, *, name=LEFT_OUT, attributes=LEFT_OUT):
        """Rename an entry, or write on it. (PATCH /entries/{id})"""
        return self.request("PATCH", "/entries/" + _quoted(id), body=_sent(name=name, attributes=attributes))

    def read_children(self, id, *, cursor=LEFT_OUT, limit=LEFT_OUT, offset=LEFT_OUT):
        """What lies directly in an entry, in order. (GET /entries/{id}/children)"""
        return self.request(
            "GET",
            "/entries/" + _quoted(id) + "/children",
            query=_sent(cursor=cursor, limit=limit, offset=offset),
        )

    def create_entry(self, *, parent_id, kind, name):
        """Make a reel group, reel, library or folder. (POST /entries)"""
        return self.request("POST", "/entries", body=_sent(parentId=parent_id, kind=kind, name=name))

    def move_entries(self, *, ids, parent_id, position=LEFT_OUT, before=LEFT_OUT):
        """Move entries to the end of a container, or before a position in it. (POST /entries/move)"""
        return self.request(
            "POST",
            "/entries/move",
            body=_sent(ids=ids, parentId=parent_id, position=position, before=before),
        )

    def copy_entries(self, *, ids, parent_id):
        """Copy entries, with all that lies in them, to the end of a container. (POST /entries/copy)"""
        return self.request("POST", "/entries/copy", body=_sent(ids=ids, parentId=parent_id))

    def delete_entries(self, *, ids):
        """Put entries, with all that lies in them, into the bin. (POST /entries/delete)"""
        return self.request("POST", "/entries/delete", body=_sent(ids=ids))

    def show_version(self, id, *, version):
        """Let a clip show another of its versions. (POST /entries/{id}/version)"""
        return self.request("POST", "/entries/" + _quoted(id) + "/version", body=_sent(version=version))

    def refresh_versions(self, id):
        """Read the versions of a clip again from where they came from. (POST /entries/{id}/refresh)"""
        return self.request("POST", "/entries/" + _quoted(id) + "/refresh")

    def set_marks(self, id, *, in_=LEFT_OUT, out=LEFT_OUT, clear=LEFT_OUT):
        """Set or take away the in and out marks of a clip or sequence. (POST /entries/{id}/marks)"""
        return self.request("POST", "/entries/" + _quoted(id) + "/marks", body=_sent(in_=in_, out=out, clear=clear))

    def read_clip(self, id):
        """What a clip or sequence plays: versions, media, what is unlinked, where it is used, which runs exported it.

        GET /entries/{id}/clip
        """
        return self.request("GET", "/entries/" + _quoted(id) + "/clip")

    def read_thumbnail(self, id):
        """The picture that stands for a clip or sequence. (GET /entries/{id}/thumbnail)"""
        return self.request("GET", "/entries/" + _quoted(id) + "/thumbnail")

    def import_media(
        self,
        *,
        project_id,
        paths,
        to=LEFT_OUT,
        media_folders=LEFT_OUT,
        rate=LEFT_OUT,
        recursive=LEFT_OUT,
    ):
        """Import media, image sequences and cuts as clips and sequences. (POST /imports)"""
        return self.request(
            "POST",
            "/imports",
            body=_sent(
                projectId=project_id,
                paths=paths,
                to=to,
                mediaFolders=media_folders,
                rate=rate,
                recursive=recursive,
            ),
        )

    def relink_media(self, *, ids, media_folders, dry_run=LEFT_OUT):
        """Look for the media of clips and sequences that is not there. (POST /relinks)"""
        return self.request("POST", "/relinks", body=_sent(ids=ids, mediaFolders=media_folders, dryRun=dry_run))

    def browse_storage(self, *, path=LEFT_OUT):
        """Folders and media inside the storage roots. (GET /storage)"""
        return self.request("GET", "/storage", query=_sent(path=path))

    def open_viewer(self, *, source, at=LEFT_OUT, sequence_name=LEFT_OUT, lut=LEFT_OUT):
        """Look at a clip, sequence or file. (POST /viewers)"""
        return self.request("POST", "/viewers", body=_sent(source=source, at=at, sequenceName=sequence_name, lut=lut))

    def read_viewer(self, id):
        """What a viewer looks at; it stays open. (GET /viewers/{id})"""
        return self.request("GET", "/viewers/" + _quoted(id))

    def close_viewer(self, id):
        """Look no longer. (DELETE /viewers/{id})"""
        return self.request("DELETE", "/viewers/" + _quoted(id))

    def read_frame(self, id, frame, *, width=LEFT_OUT, lut=LEFT_OUT):
        """One frame as a JPEG. (GET /viewers/{id}/frames/{frame})"""
        return self.request(
            "GET",
            "/viewers/" + _quoted(id) + "/frames/" + _quoted(frame),
            query=_sent(width=width, lut=lut),
        )

    def play_frames(self, id, *, from_, until, width=LEFT_OUT, lut=LEFT_OUT, speed=LEFT_OUT, every=LEFT_OUT):
        """Play: one JPEG after the other, by the clock. (GET /viewers/{id}/stream)"""
        return self.request(
            "GET",
            "/viewers/" + _quoted(id) + "/stream",
            query=_sent(width=width, lut=lut, from_=from_, until=until, speed=speed, every=every),
        )

    def read_sound(self, id, *, from_, frames):
        """The sound of some frames as WAV, as an export mixes it. (GET /viewers/{id}/sound)"""
        return self.request("GET", "/viewers/" + _quoted(id) + "/sound", query=_sent(from_=from_, frames=frames))

    def take_snapshot(
        self,
        id,
        *,
        frame=LEFT_OUT,
        range=LEFT_OUT,
        preset=LEFT_OUT,
        media_path=LEFT_OUT,
        name_pattern=LEFT_OUT,
        subtitles=LEFT_OUT,
        overlay=LEFT_OUT,
        lut=LEFT_OUT,
        overwrite=LEFT_OUT,
    ):
        """Export a snapshot of the frame that is shown, or of some frames, hooks included.

        POST /viewers/{id}/snapshot
        """
        return self.request(
            "POST",
            "/viewers/" + _quoted(id) + "/snapshot",
            body=_sent(
                frame=frame,
                range=range,
                preset=preset,
                mediaPath=media_path,
                namePattern=name_pattern,
                subtitles=subtitles,
                overlay=overlay,
                lut=lut,
                overwrite=overwrite,
            ),
        )

    def queue_export(
        self,
        *,
        sources,
        destination_path,
        presets=LEFT_OUT,
        project_id=LEFT_OUT,
        sequence_names=LEFT_OUT,
        media_folders=LEFT_OUT,
        rate=LEFT_OUT,
        overwrite=LEFT_OUT,
        allow_missing=LEFT_OUT,
        strict=LEFT_OUT,
        strict_hooks=LEFT_OUT,
        hook_time_limit_seconds=LEFT_OUT,
        name_pattern=LEFT_OUT,
        handles=LEFT_OUT,
        use_top_video_track=LEFT_OUT,
        export_between_marks=LEFT_OUT,
        mark_in=LEFT_OUT,
        mark_out=LEFT_OUT,
        frame_range=LEFT_OUT,
        include_subtitles=LEFT_OUT,
        export_subtitles_as_files=LEFT_OUT,
        export_all_subtitles=LEFT_OUT,
        subtitle_files=LEFT_OUT,
        lut=LEFT_OUT,
        overlay=LEFT_OUT,
        profile=LEFT_OUT,
        user_data=LEFT_OUT,
        held=LEFT_OUT,
        title=LEFT_OUT,
    ):
        """Put an export into the queue. (POST /exports)"""
        return self.request(
            "POST",
            "/exports",
            body=_sent(
                sources=sources,
                destinationPath=destination_path,
                presets=presets,
                projectId=project_id,
                sequenceNames=sequence_names,
                mediaFolders=media_folders,
                rate=rate,
                overwrite=overwrite,
                allowMissing=allow_missing,
                strict=strict,
                strictHooks=strict_hooks,
                hookTimeLimitSeconds=hook_time_limit_seconds,
                namePattern=name_pattern,
                handles=handles,
                useTopVideoTrack=use_top_video_track,
                exportBetweenMarks=export_between_marks,
                markIn=mark_in,
                markOut=mark_out,
                frameRange=frame_range,
                includeSubtitles=include_subtitles,
                exportSubtitlesAsFiles=export_subtitles_as_files,
                exportAllSubtitles=export_all_subtitles,
                subtitleFiles=subtitle_files,
                lut=lut,
                overlay=overlay,
                profile=profile,
                userData=user_data,
                held=held,
                title=title,
            ),
        )

    def dry_run_export(
        self,
        *,
        sources,
        destination_path,
        presets=LEFT_OUT,
        project_id=LEFT_OUT,
        sequence_names=LEFT_OUT,
        media_folders=LEFT_OUT,
        rate=LEFT_OUT,
        overwrite=LEFT_OUT,
        allow_missing=LEFT_OUT,
        strict=LEFT_OUT,
        strict_hooks=LEFT_OUT,
        hook_time_limit_seconds=LEFT_OUT,
        name_pattern=LEFT_OUT,
        handles=LEFT_OUT,
        use_top_video_track=LEFT_OUT,
        export_between_marks=LEFT_OUT,
        mark_in=LEFT_OUT,
        mark_out=LEFT_OUT,
        frame_range=LEFT_OUT,
        include_subtitles=LEFT_OUT,
        export_subtitles_as_files=LEFT_OUT,
        export_all_subtitles=LEFT_OUT,
        subtitle_files=LEFT_OUT,
        lut=LEFT_OUT,
        overlay=LEFT_OUT,
        profile=LEFT_OUT,
        user_data=LEFT_OUT,
    ):
        """What an export would write: names after hooks, conflicts, aborts, space. Nothing is touched.

        POST /exports/dry-run
        """
        return self.request(
            "POST",
            "/exports/dry-run",
            body=_sent(
                sources=sources,
                destinationPath=destination_path,
                presets=presets,
                projectId=project_id,
                sequenceNames=sequence_names,
                mediaFolders=media_folders,
                rate=rate,
                overwrite=overwrite,
                allowMissing=allow_missing,
                strict=strict,
                strictHooks=strict_hooks,
                hookTimeLimitSeconds=hook_time_limit_seconds,
                namePattern=name_pattern,
                handles=handles,
                useTopVideoTrack=use_top_video_track,
                exportBetweenMarks=export_between_marks,
                markIn=mark_in,
                markOut=mark_out,
                frameRange=frame_range,
                includeSubtitles=include_subtitles,
                exportSubtitlesAsFiles=export_subtitles_as_files,
                exportAllSubtitles=export_all_subtitles,
                subtitleFiles=subtitle_files,
                lut=lut,
                overlay=overlay,
                profile=profile,
                userData=user_data,
            ),
        )

    def read_queue(self, *, cursor=LEFT_OUT, limit=LEFT_OUT):
        """What runs, waits, is held and has ended. (GET /queue)"""
        return self.request("GET", "/queue", query=_sent(cursor=cursor, limit=limit))

    def pause_queue(self):
        """Start nothing more; what runs comes to its end. (POST /queue/pause)"""
        return self.request("POST", "/queue/pause")

    def continue_queue(self):
        """Go on after a pause. (POST /queue/continue)"""
        return self.request("POST", "/queue/continue")

    def order_queue(self, *, ids):
        """Change the order. (POST /queue/order)"""
        return self.request("POST", "/queue/order", body=_sent(ids=ids))

    def read_queue_item(self, id):
        """An item of the queue. (GET /queue/{id})"""
        return self.request("GET", "/queue/" + _quoted(id))

    def read_queue_item_log(self, id):
        """What was said while an item ran. (GET /queue/{id}/log)"""
        return self.request("GET", "/queue/" + _quoted(id) + "/log")

    def hold_queue_item(self, id):
        """Let it wait until it is released. (POST /queue/{id}/hold)"""
        return self.request("POST", "/queue/" + _quoted(id) + "/hold")

    def release_queue_item(self, id):
        """Let it run when its turn comes. (POST /queue/{id}/release)"""
        return self.request("POST", "/queue/" + _quoted(id) + "/release")

    def cancel_queue_item(self, id):
        """Cancel it; what runs stops as soon as it can. (POST /queue/{id}/cancel)"""
        return self.request("POST", "/queue/" + _quoted(id) + "/cancel")

    def retry_queue_item(self, id):
        """Ask for the same anew, as another item. (POST /queue/{id}/retry)"""
        return self.request("POST", "/queue/" + _quoted(id) + "/retry")

    def resume_queue_item(self, id):
        """Go on with the run that it began. (POST /queue/{id}/resume)"""
        return self.request("POST", "/queue/" + _quoted(id) + "/resume")

    def list_runs(self, *, cursor=LEFT_OUT, limit=LEFT_OUT, kind=LEFT_OUT, status=LEFT_OUT):
        """The history of exports and archives, newest first. (GET /runs)"""
        return self.request("GET", "/runs", query=_sent(cursor=cursor, limit=limit, kind=kind, status=status))

    def read_run(self, id):
        """A run with what it wrote. (GET /runs/{id})"""
        return self.request("GET", "/runs/" + _quoted(id))

    def resume_run(self, id):
        """Go on with an export that was killed, cancelled or failed, whoever started it. (POST /runs/{id}/resume)"""
        return self.request("POST", "/runs/" + _quoted(id) + "/resume")

    def read_trace(self, id, *, cursor=LEFT_OUT, limit=LEFT_OUT):
        """Every call of a hook: when, how long, what it changed, what it printed. (GET /runs/{id}/trace)"""
        return self.request("GET", "/runs/" + _quoted(id) + "/trace", query=_sent(cursor=cursor, limit=limit))

    def read_run_log(self, id, *, cursor=LEFT_OUT, limit=LEFT_OUT):
        """What was said while it ran. (GET /runs/{id}/log)"""
        return self.request("GET", "/runs/" + _quoted(id) + "/log", query=_sent(cursor=cursor, limit=limit))

    def list_run_pictures(self, id):
        """A contact sheet of what was written. (GET /runs/{id}/pictures)"""
        return self.request("GET", "/runs/" + _quoted(id) + "/pictures")

    def read_run_picture(self, id, asset_id):
        """A picture of the contact sheet. (GET /runs/{id}/pictures/{assetId})"""
        return self.request("GET", "/runs/" + _quoted(id) + "/pictures/" + _quoted(asset_id))

    def list_questions(self):
        """What waits for an answer: files that exist, dialogs of hooks. (GET /questions)"""
        return self.request("GET", "/questions")

    def answer_question(self, id, *, answer=LEFT_OUT, apply_to_all=LEFT_OUT, paths=LEFT_OUT):
        """Answer; what asked goes on. (POST /questions/{id}/answer)"""
        return self.request(
            "POST",
            "/questions/" + _quoted(id) + "/answer",
            body=_sent(answer=answer, applyToAll=apply_to_all, paths=paths),
        )

    def list_presets(self):
        """Every preset: the house's, then those that came with Cresset. (GET /presets)"""
        return self.request("GET", "/presets")

    def check_preset(self, *, text, name=LEFT_OUT):
        """What is wrong with the text of a preset. (POST /presets/check)"""
        return self.request("POST", "/presets/check", body=_sent(text=text, name=name))

    def read_preset(self, name):
        """A preset as it is written, and with its defaults. (GET /presets/{name})"""
        return self.request("GET", "/presets/" + _quoted(name))

    def save_preset(self, name, *, text, replace=LEFT_OUT):
        """Save a preset into the house's folder of presets. (PUT /presets/{name})"""
        return self.request("PUT", "/presets/" + _quoted(name), body=_sent(text=text, replace=replace))

    def preview_names(
        self,
        *,
        sources,
        text=LEFT_OUT,
        preset=LEFT_OUT,
        name_pattern=LEFT_OUT,
        sequence_names=LEFT_OUT,
        media_folders=LEFT_OUT,
        destination_path=LEFT_OUT,
        project_id=LEFT_OUT,
        handles=LEFT_OUT,
        use_top_video_track=LEFT_OUT,
        limit=LEFT_OUT,
    ):
        """What the files of an export would be called, before hooks. (POST /names/preview)"""
        return self.request(
            "POST",
            "/names/preview",
            body=_sent(
                text=text,
                preset=preset,
                namePattern=name_pattern,
                sources=sources,
                sequenceNames=sequence_names,
                mediaFolders=media_folders,
                destinationPath=destination_path,
                projectId=project_id,
                handles=handles,
                useTopVideoTrack=use_top_video_track,
                limit=limit,
            ),
        )

    def list_tokens(self):
        """The tokens of name patterns. (GET /tokens)"""
        return self.request("GET", "/tokens")

    def probe_source(self, *, path, rate=LEFT_OUT):
        """What Cresset sees in a media file, an image sequence or a cut. (GET /storage/probe)"""
        return self.request("GET", "/storage/probe", query=_sent(path=path, rate=rate))

    def list_hooks(self):
        """The hook files: loaded, shadowed, broken; custom export profiles. (GET /hooks)"""
        return self.request("GET", "/hooks")

    def rescan_hooks(self):
        """Load the hook files anew. (POST /hooks/rescan)"""
        return self.request("POST", "/hooks/rescan")

    def run_hook(self, *, hook, info, user_data=LEFT_OUT):
        """Call one hook alone, with an info of your own. (POST /hooks/run)"""
        return self.request("POST", "/hooks/run", body=_sent(hook=hook, info=info, userData=user_data))

    def check_hooks(self):
        """What will not work of the house's hook files: they are loaded and read, no hook is called.

        POST /hooks/check
        """
        return self.request("POST", "/hooks/check")

    def explain_hooks(self):
        """Every hook there is: when it is called, what it is told, what it may change. (GET /hooks/reference)"""
        return self.request("GET", "/hooks/reference")

    def search_archives(self, *, text, limit=LEFT_OUT):
        """Clips and files of every archive that this house ever made or met, here or not. (GET /archives/search)"""
        return self.request("GET", "/archives/search", query=_sent(text=text, limit=limit))

    def list_archived_files(self, id, *, cursor=LEFT_OUT, limit=LEFT_OUT, session=LEFT_OUT, text=LEFT_OUT):
        """Files of an archive, here or not. (GET /archives/{id}/contents)"""
        return self.request(
            "GET",
            "/archives/" + _quoted(id) + "/contents",
            query=_sent(cursor=cursor, limit=limit, session=session, text=text),
        )

    def list_archived_clips(self, id, *, cursor=LEFT_OUT, limit=LEFT_OUT, session=LEFT_OUT, text=LEFT_OUT):
        """Clips of an archive, here or not. (GET /archives/{id}/clips)"""
        return self.request(
            "GET",
            "/archives/" + _quoted(id) + "/clips",
            query=_sent(cursor=cursor, limit=limit, session=session, text=text),
        )

    def read_archived_thumbnail(self, id, session, clip):
        """The picture of an archived clip, made out of the archive when it is first asked for.

        GET /archives/{id}/sessions/{session}/clips/{clip}/thumbnail
        """
        return self.request(
            "GET",
            "/archives/" + _quoted(id) + "/sessions/" + _quoted(session) + "/clips/" + _quoted(clip) + "/thumbnail",
        )

    def list_archives(self):
        """Every archive that this house knows, here or not. (GET /archives)"""
        return self.request("GET", "/archives")

    def make_archive(self, *, name, destination, segment_bytes=LEFT_OUT, comment=LEFT_OUT):
        """Make an empty archive. (POST /archives)"""
        return self.request(
            "POST",
            "/archives",
            body=_sent(name=name, destination=destination, segmentBytes=segment_bytes, comment=comment),
        )

    def find_archive(self, *, place):
        """Make an archive known that was written elsewhere, or has moved. (POST /archives/find)"""
        return self.request("POST", "/archives/find", body=_sent(place=place))

    def estimate_archive(
        self,
        *,
        entries,
        project_id=LEFT_OUT,
        no_media=LEFT_OUT,
        versions=LEFT_OUT,
        archive_id=LEFT_OUT,
        make=LEFT_OUT,
    ):
        """What a selection comes to, and whether it fits. The house's archiveSelectionUpdated is called.

        POST /archives/estimate
        """
        return self.request(
            "POST",
            "/archives/estimate",
            body=_sent(
                entries=entries,
                projectId=project_id,
                noMedia=no_media,
                versions=versions,
                archiveId=archive_id,
                make=make,
            ),
        )

    def read_archive(self, id):
        """An archive: sessions, segments, the latest verification, what is being done with it.

        GET /archives/{id}
        """
        return self.request("GET", "/archives/" + _quoted(id))

    def add_session(
        self,
        id,
        *,
        entries,
        project_id=LEFT_OUT,
        no_media=LEFT_OUT,
        versions=LEFT_OUT,
        verify=LEFT_OUT,
        sha256=LEFT_OUT,
        resume=LEFT_OUT,
        force=LEFT_OUT,
        comment=LEFT_OUT,
    ):
        """Archive entries and files as a new session, when their turn comes. (POST /archives/{id}/sessions)"""
        return self.request(
            "POST",
            "/archives/" + _quoted(id) + "/sessions",
            body=_sent(
                entries=entries,
                projectId=project_id,
                noMedia=no_media,
                versions=versions,
                verify=verify,
                sha256=sha256,
                resume=resume,
                force=force,
                comment=comment,
            ),
        )

    def verify_archive(self, id, *, sessions=LEFT_OUT, percent=LEFT_OUT):
        """Read an archive, some of its sessions, or a sample, and hold it against its checksums.

        POST /archives/{id}/verify
        """
        return self.request(
            "POST",
            "/archives/" + _quoted(id) + "/verify",
            body=_sent(sessions=sessions, percent=percent),
        )

    def restore_archive(
        self,
        id,
        *,
        paths=LEFT_OUT,
        sessions=LEFT_OUT,
        to=LEFT_OUT,
        as_=LEFT_OUT,
        media_folder=LEFT_OUT,
        overwrite=LEFT_OUT,
        project_id=LEFT_OUT,
    ):
        """Restore all or a part: entries into the catalogue, or plain files into a folder.

        POST /archives/{id}/restore
        """
        return self.request(
            "POST",
            "/archives/" + _quoted(id) + "/restore",
            body=_sent(
                paths=paths,
                sessions=sessions,
                to=to,
                as_=as_,
                mediaFolder=media_folder,
                overwrite=overwrite,
                projectId=project_id,
            ),
        )

    def report_archived(self, *, since=LEFT_OUT, until=LEFT_OUT):
        """What was archived, by day and project, and what the audit log comes to. (GET /reports/archived)"""
        return self.request("GET", "/reports/archived", query=_sent(since=since, until=until))

    def report_exports(self, *, since=LEFT_OUT, until=LEFT_OUT):
        """Exports and snapshots, by day and project. (GET /reports/exports)"""
        return self.request("GET", "/reports/exports", query=_sent(since=since, until=until))

    def report_storage(self):
        """Room of the storage, and when it will be full. (GET /reports/storage)"""
        return self.request("GET", "/reports/storage")

    def mail_report(self, *, to, since=LEFT_OUT, until=LEFT_OUT):
        """Send the report by mail, through the house's mail server. (POST /reports/mail)"""
        return self.request("POST", "/reports/mail", body=_sent(since=since, until=until, to=to))

    def read_audit_log(
        self,
        *,
        cursor=LEFT_OUT,
        limit=LEFT_OUT,
        action=LEFT_OUT,
        outcome=LEFT_OUT,
        project=LEFT_OUT,
        text=LEFT_OUT,
        since=LEFT_OUT,
        until=LEFT_OUT,
    ):
        """Who did what with which archive, the latest first. (GET /audit-log)"""
        return self.request(
            "GET",
            "/audit-log",
            query=_sent(
                cursor=cursor,
                limit=limit,
                action=action,
                outcome=outcome,
                project=project,
                text=text,
                since=since,
                until=until,
            ),
        )

    def check_audit_log(self):
        """Hold every row of the audit log against its hash, and against the one before. (GET /audit-log/check)"""
        return self.request("GET", "/audit-log/check")

    def read_me(self):
        """Who asks. (GET /me)"""
        return self.request("GET", "/me")

    def sign_in(self, *, name, password):
        """Sign in with a password; the answer sets a cookie. (POST /session)"""
        return self.request("POST", "/session", body=_sent(name=name, password=password))

    def sign_out(self):
        """Sign out. (DELETE /session)"""
        return self.request("DELETE", "/session")

    def change_my_password(self, *, current, password):
        """Give yourself another password; all your other sessions end. (POST /me/password)"""
        return self.request("POST", "/me/password", body=_sent(current=current, password=password))

    def list_accounts(self):
        """Every account. (GET /accounts)"""
        return self.request("GET", "/accounts")

    def add_account(self, *, name, role, password):
        """Make an account. (POST /accounts)"""
        return self.request("POST", "/accounts", body=_sent(name=name, role=role, password=password))

    def change_account(self, id, *, role=LEFT_OUT, password=LEFT_OUT, disabled=LEFT_OUT):
        """Give an account another role or password, disable it or enable it again. (PATCH /accounts/{id})"""
        return self.request(
            "PATCH",
            "/accounts/" + _quoted(id),
            body=_sent(role=role, password=password, disabled=disabled),
        )

    def remove_account(self, id):
        """Remove an account, with its sessions and access tokens. (DELETE /accounts/{id})"""
        return self.request("DELETE", "/accounts/" + _quoted(id))

    def list_access_tokens(self, *, of=LEFT_OUT):
        """Access tokens: yours, or everybody's. (GET /access-tokens)"""
        return self.request("GET", "/access-tokens", query=_sent(of=of))

    def add_access_token(self, *, name, scopes, expires_at=LEFT_OUT, account_id=LEFT_OUT):
        """Make an access token for a program. (POST /access-tokens)"""
        return self.request(
            "POST",
            "/access-tokens",
            body=_sent(name=name, scopes=scopes, expiresAt=expires_at, accountId=account_id),
        )

    def remove_access_token(self, id):
        """Take an access token back: one of yours, or, for admins, anybody's. (DELETE /access-tokens/{id})"""
        return self.request("DELETE", "/access-tokens/" + _quoted(id))

    def read_settings(self):
        """Where the house's folders lie, what its settings are, and what says so. (GET /settings)"""
        return self.request("GET", "/settings")

    def list_webhooks(self):
        """Addresses that are told of events. (GET /webhooks)"""
        return self.request("GET", "/webhooks")

    def add_webhook(self, *, url, types):
        """Tell an address of events (Standard Webhooks). (POST /webhooks)"""
        return self.request("POST", "/webhooks", body=_sent(url=url, types=types))

    def change_webhook(self, id, *, url=LEFT_OUT, types=LEFT_OUT, enabled=LEFT_OUT):
        """Change a webhook, or turn it on or off. (PATCH /webhooks/{id})"""
        return self.request("PATCH", "/webhooks/" + _quoted(id), body=_sent(url=url, types=types, enabled=enabled))

    def remove_webhook(self, id):
        """Remove a webhook with its log. (DELETE /webhooks/{id})"""
        return self.request("DELETE", "/webhooks/" + _quoted(id))

    def list_deliveries(self, id, *, cursor=LEFT_OUT, limit=LEFT_OUT):
        """What was sent, the latest first. (GET /webhooks/{id}/deliveries)"""
        return self.request(
            "GET",
            "/webhooks/" + _quoted(id) + "/deliveries",
            query=_sent(cursor=cursor, limit=limit),
        )

    def test_webhook(self, id):
        """Send a test, once. (POST /webhooks/{id}/test)"""
        return self.request("POST", "/webhooks/" + _quoted(id) + "/test")

    def redeliver(self, id, delivery_id):
        """Send something of the log once more, with the id that it had.

        POST /webhooks/{id}/deliveries/{deliveryId}/redeliver
        """
        return self.request("POST", "/webhooks/" + _quoted(id) + "/deliveries/" + _quoted(delivery_id) + "/redeliver")
