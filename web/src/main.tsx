import "./theme/mantine.css.ts";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { connectEvents } from "./api/events.ts";
import { createQueryClient } from "./api/query-client.ts";
import { listenToKeys } from "./keys/key-registry.ts";
import { router } from "./router.tsx";
import { theme } from "./theme/theme.ts";

// The server allows only styles that carry the nonce of this answer.
const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute("content") ?? "";
Object.assign(globalThis, { __webpack_nonce__: nonce });

const queries = createQueryClient();
connectEvents();
listenToKeys();

const root = document.getElementById("root");
if (root !== null)
  createRoot(root).render(
    <MantineProvider theme={theme} forceColorScheme="dark" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
