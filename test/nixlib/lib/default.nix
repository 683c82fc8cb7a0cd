# The entry point: every section under its own name (lib.strings, lib.types …)
# and its functions at the top, as nixpkgs' `lib` offers them.
let
  sectionsFor = lib: let
    section = file: import file {inherit lib;};
  in {
    asserts = section ./asserts.nix;
    attrsets = section ./attrsets.nix // section ./attrsets-derivations.nix;
    filesystem = section ./filesystem.nix;
    fixedPoints = section ./fixed-points.nix;
    generators = section ./generators.nix // section ./pretty.nix;
    lists = section ./lists.nix // section ./lists-order.nix;
    meta = section ./meta.nix;
    modules =
      section ./modules/properties.nix
      // section ./modules/collect.nix
      // section ./modules/merge.nix
      // section ./modules/value.nix
      // section ./modules/eval.nix
      // section ./modules/rename.nix;
    options = section ./options.nix // section ./option-docs.nix;
    strings = section ./strings.nix // section ./strings-escape.nix;
    trivial = section ./trivial.nix;
    types = section ./types;
    versions = section ./versions.nix;
  };

  # Names that nixpkgs offers in their section only.
  sectionOnly = {
    attrsets = ["unionOfDisjoint"];
    lists = ["findFirstIndex" "hasPrefix" "removePrefix"];
    modules = ["collectModules" "defaultOrderPriority" "defaultOverridePriority" "filterOverrides'" "importApply" "mkAliasAndWrapDefsWithPriority" "mkAliasIfDef"];
    options = ["renderOptionValue" "showDefs"];
    strings = ["escapeC" "escapeNixIdentifier" "escapeNixString" "isConvertibleWithToString" "normalizePath" "replicate" "sanitizeDerivationName" "storeDir" "unsafeDiscardStringContext"];
  };

  # What stands at the top. Generators, types and path predicates keep their section's name.
  flattened = sections:
    sections.trivial
    // sections.asserts
    // sections.fixedPoints
    // removeAttrs sections.lists sectionOnly.lists
    // removeAttrs sections.attrsets sectionOnly.attrsets
    // removeAttrs sections.strings sectionOnly.strings
    // sections.meta
    // removeAttrs sections.options sectionOnly.options
    // removeAttrs sections.modules sectionOnly.modules
    // {inherit (sections.versions) splitVersion;}
    // {inherit (sections.types) isType setType mkOptionType defaultFunctor defaultTypeMerge;};

  build = overlays: let
    self = builtins.foldl' (previous: overlay: previous // overlay self previous) base overlays;
    sections = sectionsFor self;
    base =
      flattened sections
      // sections
      // import ./catalogue.nix {lib = self;}
      // {extend = overlay: build (overlays ++ [overlay]);};
  in
    self;
in
  build []
