// uPlot asks for the language when it is loaded, and fails at one that there is not: Chromium calls that of a system
// without any "en-US@posix".
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en", configurable: true });
}
