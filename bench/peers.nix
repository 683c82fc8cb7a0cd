# The type of a JSON Schema's values, as each of the other converters makes it: checkout -> lib -> schema -> type.
# Names are left as they are. nixidy is made for the resources of Kubernetes; here its walk gets the schema as one of them.
{
  nixcfg = directory: lib: let
    nixcfg = import (directory + "/nix/lib.nix") {inherit lib;};
  in
    schema: lib.types.submodule {options = nixcfg.optionsFromSchema {naming = "snake_case";} schema;};

  nixidy = directory: lib: root: let
    compile = directory + "/pkgs/generators/compile";
    parts = (import (compile + "/walk.nix") {inherit lib;}).walk backend {
      schema = {
        definitions = (root."$defs" or {}) // {inherit root;};
        roots = {};
      };
    };
    backend = import (compile + "/backend-value.nix") {
      inherit lib;
      rt = import (compile + "/runtime.nix") {
        inherit lib;
        inherit (parts) definitions;
        config = {};
      };
    };
  in
    lib.types.submodule {inherit (parts.definitions.root) options config;};
}
