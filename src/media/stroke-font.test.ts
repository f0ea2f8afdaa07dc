import { expect, test } from "vitest";
import { signsOf, strokesOf, undrawable } from "./stroke-font.ts";
import { TextPainter } from "./text-image.ts";

const picture = (text: string) => Buffer.from(new TextPainter(40).line(text).fill).toString("base64");

test("Letters of Western and Central European languages are drawn, each different from its bare letter", () => {
  const letters = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿšžčřďťňěůőűąęłśźżćńđðþæœßıÀÉÎÕÜÅÇÑŠŽŁŐĘØÆŒĐÞ¿¡«»€";
  expect(undrawable(letters)).toEqual([]);
  for (const letter of letters) {
    const bare = letter.normalize("NFD").slice(0, 1);
    expect([letter, signsOf(letter).length, picture(letter) === picture(bare)]).toEqual([letter, 1, bare === letter]);
  }
  expect(new Set(Array.from(letters.replaceAll(/[Đð]/g, ""), picture)).size).toBe(letters.length - 2);
});

test("A composed letter and its decomposed spelling are one and the same", () => {
  expect(signsOf("Šumava".normalize("NFD"))).toEqual(signsOf("Šumava"));
  expect(picture("É".normalize("NFD"))).toBe(picture("É"));
});

test("Strokes stay within the line, accents too", () => {
  for (const letter of "ÅÉŐąçg")
    for (const sign of signsOf(letter))
      for (const { y0, y1 } of strokesOf(sign)) {
        expect(Math.min(y0, y1)).toBeGreaterThan(-1);
        expect(Math.max(y0, y1)).toBeLessThan(9);
      }
});

test("What cannot be drawn is named, once for each letter", () => {
  expect(undrawable("Tokyo 東京 東, Ελλ: x\u0338 “ok” – …½")).toEqual(["東", "京", "Ε", "λ", "x\u0338"]);
});
