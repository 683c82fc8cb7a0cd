import { defineConfig } from "nixsmith";

export default defineConfig({
  programs: ["pi"],
});
