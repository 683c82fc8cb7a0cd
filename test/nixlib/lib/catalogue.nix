# The licences and platforms that package metadata name (of many, the few we use).
{lib}: let
  license = spdxId: fullName: {
    inherit spdxId fullName;
    deprecated = false;
    free = true;
    redistributable = true;
    shortName = lib.toLower spdxId;
    url = "https://spdx.org/licenses/${spdxId}.html";
  };
in rec {
  licenses = {
    mit = license "MIT" "MIT License";
    asl20 = license "Apache-2.0" "Apache License 2.0";
    gpl3Plus = license "GPL-3.0-or-later" "GNU General Public License v3.0 or later";
  };
  platforms = {
    linux = ["aarch64-linux" "x86_64-linux"];
    darwin = ["aarch64-darwin" "x86_64-darwin"];
    unix = platforms.linux ++ platforms.darwin;
    all = platforms.unix;
  };
  maintainers = {};
}
