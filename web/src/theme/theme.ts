import { createTheme } from "@mantine/core";

/** Dark, dense, quiet: the smallest sizes are the usual ones. */
export const theme = createTheme({
  fontFamily: '"Inter", "Segoe UI", system-ui, "Helvetica Neue", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: "11px", sm: "12px", md: "12px", lg: "14px", xl: "16px" },
  spacing: { xs: "6px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  defaultRadius: 3,
  cursorType: "default",
  respectReducedMotion: true,
  autoContrast: true,
  primaryColor: "steel",
  primaryShade: 5,
  colors: {
    dark: [
      "#d9d9d9",
      "#b8b8b8",
      "#a0a0a0",
      "#767676",
      "#464646",
      "#303030",
      "#262626",
      "#191919",
      "#131313",
      "#0d0d0d",
    ],
    steel: [
      "#e8f3fb",
      "#cfe5f5",
      "#b3d6ef",
      "#95c5e8",
      "#7fb9e4",
      "#6aaee0",
      "#4f94c7",
      "#3c78a4",
      "#2b5878",
      "#1b3b52",
    ],
  },
  components: {
    Button: { defaultProps: { size: "compact-sm", variant: "default", fw: 500 } },
    ActionIcon: { defaultProps: { size: 24, variant: "subtle", color: "gray" } },
    TextInput: { defaultProps: { size: "xs" } },
    Textarea: { defaultProps: { size: "xs" } },
    NumberInput: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs" } },
    Checkbox: { defaultProps: { size: "xs" } },
    // The first line has the focus, and nothing else than lines lies in a menu.
    Menu: { defaultProps: { shadow: "md", transitionProps: { duration: 0 }, withInitialFocusPlaceholder: false } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 0 } } },
    Modal: {
      defaultProps: {
        transitionProps: { duration: 0 },
        centered: true,
        closeButtonProps: { "aria-label": "Close" },
        overlayProps: { backgroundOpacity: 0.6 },
      },
    },
  },
});
