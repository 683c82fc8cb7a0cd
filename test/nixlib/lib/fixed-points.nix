# Fixed points and overlays.
_: rec {
  fix = f: let x = f x; in x;
  extends = overlay: f: final: let
    previous = f final;
  in
    previous // overlay final previous;
  composeExtensions = f: g: final: previous: let
    first = f final previous;
  in
    first // g final (previous // first);
  makeExtensible = f:
    fix f
    // {
      extend = overlay: makeExtensible (extends overlay f);
    };
}
