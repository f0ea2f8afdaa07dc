import "react";

declare module "react" {
  interface CSSProperties {
    // Variables that our styles read.
    [variable: `--${string}`]: string | number | undefined;
  }
}
