import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rate } from "../time/rate.ts";
import { type OpenClip, readOpenClip, writeOpenClip } from "../catalogue/open-clip.ts";
import { type PublishedPicture, type PublishedVersion, publishVersion } from "./publish-version.ts";
import { childNamed, childrenNamed, textOf, type XmlElement } from "../timeline/xml-tree.ts";

const picture: PublishedPicture = {
  type: "video",
  mediaPath: "/pub/sh010/media/v001/sh010_v001.[1001-1070].exr",
  width: 1920,
  height: 1080,
  pixelRatio: 1,
  depth: 16,
  encoding: "Float",
  channels: 3,
  pixelLayout: "RGB",
  scan: "PROGRESSIVE",
  colourSpace: "Rec.709",
};
const version = (versionName: string, more: Partial<PublishedVersion> = {}): PublishedVersion => ({
  clipPath: "/pub/sh010/sh010.clip",
  clipName: "sh010",
  tapeName: "A003",
  versionName,
  comment: "",
  created: new Date(2026, 1, 12, 13, 5, 9),
  rate: rate(24_000, 1001),
  startTimecode: { frame: 86_390, dropFrame: false },
  duration: 70,
  tracks: [{ ...picture, mediaPath: picture.mediaPath.replaceAll("v001", versionName) }],
  ...more,
});
const sound = (versionName: string) =>
  ({
    type: "audio",
    mediaPath: `/pub/sh010/media/${versionName}/sh010_${versionName}.wav`,
    depth: 24,
    channels: 2,
  }) as const;

/** Writes and reads again, as the next publish does. */
const stored = (clip: OpenClip) => readOpenClip(writeOpenClip(clip), "sh010.clip");

const feedElements = (clip: OpenClip): readonly XmlElement[] =>
  childrenNamed(childNamed(clip.document, "tracks"), "track").flatMap((track) =>
    childrenNamed(childNamed(track, "feeds"), "feed"),
  );

describe("the first publish of a shot", () => {
  it("writes the whole clip", () => {
    expect(writeOpenClip(publishVersion(undefined, version("v001", { comment: 'first & "best"' })))).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<clip type="clip" version="7">
  <name type="string">sh010</name>
  <sourceName type="string">A003</sourceName>
  <tracks type="tracks">
    <track type="track" uid="video">
      <trackType>video</trackType>
      <feeds type="feeds" currentVersion="v001">
        <feed type="feed" vuid="v001" uid="video_v001">
          <storageFormat type="format">
            <type>video</type>
            <channelsDepth type="uint">16</channelsDepth>
            <channelsEncoding type="string">Float</channelsEncoding>
            <colourSpace type="string">Rec.709</colourSpace>
            <fieldDominance type="int">2</fieldDominance>
            <height type="uint">1080</height>
            <nbChannels type="uint">3</nbChannels>
            <pixelLayout type="string">RGB</pixelLayout>
            <pixelRatio type="float">1</pixelRatio>
            <rowOrdering type="string">down</rowOrdering>
            <width type="uint">1920</width>
          </storageFormat>
          <sampleRate type="rate">
            <numerator>24000</numerator>
            <denominator>1001</denominator>
          </sampleRate>
          <startTimecode type="time">
            <rate type="rate">
              <numerator>24000</numerator>
              <denominator>1001</denominator>
            </rate>
            <nbTicks>86390</nbTicks>
            <dropMode>NDF</dropMode>
          </startTimecode>
          <spans type="spans">
            <span type="span">
              <path encoding="pattern">media/v001/sh010_v001.[1001-1070].exr</path>
              <duration type="time">
                <rate type="rate">
                  <numerator>24000</numerator>
                  <denominator>1001</denominator>
                </rate>
                <nbTicks>70</nbTicks>
                <dropMode>NDF</dropMode>
              </duration>
            </span>
          </spans>
        </feed>
      </feeds>
    </track>
  </tracks>
  <versions type="versions" currentVersion="v001">
    <version type="version" uid="v001">
      <name type="string">v001</name>
      <comment type="string">first &amp; "best"</comment>
      <creationDate type="string">2026/02/12 01:05:09 PM</creationDate>
    </version>
  </versions>
</clip>
`,
    );
  });

  it("reads back as it was meant", () => {
    const clip = stored(publishVersion(undefined, version("v001", { tracks: [picture, sound("v001")] })));
    expect(clip).toMatchObject({
      name: "sh010",
      currentVersion: "v001",
      versions: [{ uid: "v001", name: "v001", comment: "" }],
      tracks: [
        { type: "video", feeds: [{ versionUid: "v001", spans: [{ encoding: "pattern", duration: 70 }] }] },
        { type: "audio", feeds: [{ spans: [{ path: "media/v001/sh010_v001.wav", encoding: "file" }] }] },
      ],
    });
  });

  it("points outside its folder where the media lie there", () => {
    const { tracks } = publishVersion(undefined, version("v001", { clipPath: "/pub/clips/a/sh010.clip" }));
    expect(tracks[0]?.feeds[0]?.spans[0]?.path).toBe("../../sh010/media/v001/sh010_v001.[1001-1070].exr");
  });
});

describe("a further publish", () => {
  it("keeps every version and shows the last, however often", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 12 });
    const publish = fc.record({
      comment: text,
      folder: text,
      withSound: fc.boolean(),
      frames: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(publish, { minLength: 2, maxLength: 6 }), (publishes) => {
        let clip: OpenClip | undefined;
        for (const [index, { comment, folder, withSound, frames }] of publishes.entries()) {
          const name = `v${String(index + 1).padStart(3, "0")}`;
          const media = {
            ...picture,
            mediaPath: `/pub/sh010/m${folder.replaceAll(/[/\p{Cc}]/gu, "_")}/x.[1-${frames}].exr`,
          };
          const before: readonly XmlElement[] = clip === undefined ? [] : feedElements(clip);
          const tracks = withSound ? [media, sound(name)] : [media];
          clip = stored(publishVersion(clip, version(name, { comment, duration: frames, tracks })));
          expect(feedElements(clip)).toEqual(expect.arrayContaining([...before]));
          expect(feedElements(clip)).toHaveLength(before.length + tracks.length);
        }
        const names = publishes.map((_, index) => `v${String(index + 1).padStart(3, "0")}`);
        expect(clip?.versions.map(({ uid }) => uid)).toEqual(names);
        expect(clip?.currentVersion).toBe(names.at(-1));
        expect(clip?.tracks[0]?.feeds.map(({ versionUid }) => versionUid)).toEqual(names);
        const current = childrenNamed(childNamed(clip?.document, "tracks"), "track").map(
          (track) => childNamed(track, "feeds")?.attributes["currentVersion"],
        );
        expect(new Set(current)).toEqual(new Set([names.at(-1)]));
        const uids = feedElements(clip!).map(({ attributes }) => attributes["uid"]);
        expect(new Set(uids).size).toBe(uids.length);
      }),
      { numRuns: 40 },
    );
  });

  it("of the same version replaces it, its sound too", () => {
    const first = publishVersion(undefined, version("v001", { tracks: [picture, sound("v001")] }));
    const both = publishVersion(first, version("v002", { tracks: [picture, sound("v002")] }));
    const again = stored(publishVersion(both, version("v002", { duration: 12, comment: "again" })));
    expect(again.versions.map(({ uid, comment }) => [uid, comment])).toEqual([
      ["v001", ""],
      ["v002", "again"],
    ]);
    expect(again.tracks.map(({ feeds }) => feeds.map(({ versionUid }) => versionUid))).toEqual([
      ["v001", "v002"],
      ["v001"],
    ]);
    expect(again.tracks[0]?.feeds[1]?.spans[0]?.duration).toBe(12);
  });
});

describe("an OpenClip of another program", () => {
  const foreign = `<?xml version="1.0"?>
<!DOCTYPE clip>
<clip type="clip" version="4">
  <handler><name>MIO Clip</name><options type="dict"><ScanPattern type="string">&lt;clip&gt;</ScanPattern></options></handler>
  <!-- made by the pipeline -->
  <tracks>
    <track uid="t0">
      <trackType>video</trackType>
      <feeds>
        <feed vuid="v0" uid="t0_v001">
          <userData type="dict"><SHOT type="binary">sh&amp;010</SHOT></userData>
          <spans>
            <span><duration>12</duration></span>
            <span><path encoding="pattern">Media/Video1.[0001-0004].dpx</path></span>
          </spans>
        </feed>
      </feeds>
    </track>
    <track uid="matte"><trackType>video</trackType><feeds currentVersion="v0"><feed vuid="v0" uid="f1"><spans/></feed></feeds></track>
  </tracks>
</clip>`;

  it("is read: gaps, versions that are not listed, old format", () => {
    expect(readOpenClip(foreign, "x.clip")).toMatchObject({
      currentVersion: "v0",
      versions: [{ uid: "v0", name: "v0" }],
      tracks: [
        {
          uid: "t0",
          feeds: [
            {
              versionUid: "v0",
              spans: [{ duration: 12 }, { path: "Media/Video1.[0001-0004].dpx", encoding: "pattern" }],
            },
          ],
        },
        { uid: "matte" },
      ],
    });
    expect(readOpenClip(foreign, "x.clip").tracks[0]?.feeds[0]?.spans[0]).not.toHaveProperty("path");
  });

  it("gains a version and keeps what Cresset does not know", () => {
    const before = readOpenClip(foreign, "x.clip");
    const after = stored(publishVersion(before, version("v001", { tracks: [picture, sound("v001")] })));
    expect(after.versions.map(({ uid }) => uid)).toEqual(["v0", "v001"]);
    expect(after.tracks.map(({ uid, feeds }) => [uid, feeds.map(({ versionUid }) => versionUid)])).toEqual([
      ["t0", ["v0", "v001"]],
      ["matte", ["v0"]],
      ["audio1", ["v001"]],
    ]);
    expect(after.tracks[0]?.feeds.map(({ uid }) => uid)).toEqual(["t0_v001", "t0_v001_2"]);
    expect(after.document.attributes).toEqual({ type: "clip", version: "4" });
    const text = writeOpenClip(after);
    expect(text).toContain("<!-- made by the pipeline -->");
    expect(text).toContain(`<SHOT type="binary">sh&amp;010</SHOT>`);
    expect(textOf(childNamed(childNamed(childNamed(after.document, "handler"), "options"), "ScanPattern"))).toBe(
      "<clip>",
    );
    expect(text.match(/currentVersion="v001"/g)).toHaveLength(4);
  });

  it.each([
    ["<clip><tracks></clip>", /x\.clip, line 1: this is not valid XML/],
    ["", /x\.clip, line 1: this is not valid XML/],
    ["<xmeml/>", /x\.clip is no OpenClip: expected a <clip> element, got <xmeml>/],
    ["<clip><tracks><track uid='t0'/></tracks></clip>", /its track "t0" has no <feeds>/],
  ])("that is broken is named: %s", (text, why) => {
    expect(() => readOpenClip(text, "x.clip")).toThrow(why);
  });
});
