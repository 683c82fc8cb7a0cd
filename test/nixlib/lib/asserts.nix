# Assertions that say what is wrong.
{lib}: let
  inherit (lib) throwIfNot;
in rec {
  assertMsg = condition: message: condition || throw message;
  assertOneOf = name: value: allowed:
    assertMsg (builtins.elem value allowed)
    "${name} must be one of ${lib.generators.toPretty {} allowed}, but is: ${lib.generators.toPretty {} value}";
  checkListOfEnum = name: allowed: values: result: let
    unexpected = lib.subtractLists allowed values;
  in
    throwIfNot (unexpected == []) "${name}: ${builtins.concatStringsSep ", " (map toString unexpected)} unexpected; valid ones: ${builtins.concatStringsSep ", " (map toString allowed)}"
    result;
}
