import * as z from "zod";
import { data, option } from "../../compiler/frontends/zod.js";
import { namePattern } from "../egress/entries.js";

/** One entry of `credentials`. */
export const credential = z.object({
  // What systemd's LoadCredential= takes without quotes.
  file: option(z.string().regex(/^\/[A-Za-z0-9._/+@-]+$/), {
    protects: "same",
    description:
      "File that holds the key and nothing else, outside of the Nix store. systemd reads it as root for the proxy of a session, and no session can.",
    example: data("/run/secrets/anthropic"),
  }),
  baseUrl: option(
    z
      .string()
      .regex(new RegExp(`^https://${namePattern}(:[0-9]+)?(/[A-Za-z0-9._~-]+)*$`))
      .nullable()
      .default(null),
    {
      protects: "same",
      description:
        "Where requests with this key go, by HTTPS only: what stands before the paths of the provider's API. `null` takes what is known of a provider of this name.",
      example: data("https://llm.example.com/v1"),
    },
  ),
  header: option(
    z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .nullable()
      .default(null),
    {
      protects: "same",
      description:
        "Header that holds the key. `null` takes what is known of a provider of this name, or `authorization`.",
      example: data("x-api-key"),
    },
  ),
  prefix: option(
    z
      .string()
      .regex(/^[A-Za-z]* ?$/)
      .nullable()
      .default(null),
    {
      protects: "same",
      description:
        "What stands before the key in the header. `null` takes what is known of a provider of this name; otherwise `Bearer ` in `authorization`, and nothing elsewhere.",
      example: data("Token "),
    },
  ),
  paths: option(
    z
      .array(z.string().regex(/^\/[A-Za-z0-9._~/-]*$/))
      .nullable()
      .default(null),
    {
      protects: "subset",
      description:
        "Paths that requests may have, by what they begin with, behind the base URL. `null` takes what is known of a provider of this name, or all.",
      example: data(["/messages"]),
    },
  ),
});
