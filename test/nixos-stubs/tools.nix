# The packages our modules may name: attribute -> pname, version, main program.
{
  acl = {
    version = "2.3.2";
    mainProgram = "setfacl";
  };
  bash = {
    version = "5.2p37";
    mainProgram = "bash";
    shellPath = "/bin/bash";
  };
  bashInteractive = {
    pname = "bash-interactive";
    version = "5.2p37";
    mainProgram = "bash";
    shellPath = "/bin/bash";
  };
  coreutils.version = "9.7";
  diffutils.version = "3.12";
  findutils.version = "4.10.0";
  gawk = {
    version = "5.3.2";
    mainProgram = "gawk";
  };
  getent = {
    version = "2.40";
    mainProgram = "getent";
  };
  git = {
    version = "2.50.1";
    mainProgram = "git";
  };
  nix.version = "2.31.5";
  gnugrep = {
    version = "3.12";
    mainProgram = "grep";
  };
  gnused = {
    version = "4.9";
    mainProgram = "sed";
  };
  gnutar = {
    version = "1.35";
    mainProgram = "tar";
  };
  hello = {
    version = "2.12.2";
    mainProgram = "hello";
  };
  jq = {
    version = "1.8.1";
    mainProgram = "jq";
  };
  less = {
    version = "678";
    mainProgram = "less";
  };
  makeWrapper = {
    pname = "make-shell-wrapper-hook";
    version = "1";
  };
  nodejs = {
    version = "22.19.0";
    mainProgram = "node";
  };
  pi-coding-agent = {
    version = "1.5.2";
    mainProgram = "pi";
  };
  ripgrep = {
    version = "14.1.1";
    mainProgram = "rg";
  };
  shadow = {
    version = "4.17.4";
    shellPath = "/bin/nologin";
  };
  sudo = {
    version = "1.9.17p2";
    mainProgram = "sudo";
  };
  sudo-rs = {
    version = "0.2.8";
    mainProgram = "sudo";
  };
  systemd = {
    version = "257.9";
    mainProgram = "systemctl";
  };
  tini = {
    version = "0.19.0";
    mainProgram = "tini";
  };
  util-linux = {
    version = "2.41.1";
  };
  yq = {
    version = "3.4.3";
    mainProgram = "yq";
  };
}
