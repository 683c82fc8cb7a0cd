# What the isolated runtime promises, on a booted NixOS: the acceptance list of the end-to-end tests in short, without a
# model. In pi's place stands a program that runs its arguments.
{piAgent}: {
  name = "pi-agent";

  nodes.machine = {pkgs, ...}: {
    imports = [piAgent ../examples/nixos-config/hosts/m3-kratos/pi-agent.nix];

    m3ta.pi-agent = {
      package = pkgs.writeShellScriptBin "pi" ''exec "$@"'';
      hostUsers.bob.projectRoots = ["~/p"];
    };

    users.users = {
      m3tam3re.isNormalUser = true;
      bob.isNormalUser = true;
      carol.isNormalUser = true;
    };
    environment.systemPackages = [pkgs.git pkgs.jq];

    systemd.tmpfiles.settings.pi-agent-test = {
      "/run/secrets".d.mode = "0700";
      # Copied, because whether a line break in an argument reaches the file depends on who escapes it.
      "/run/secrets/pi-agent.env".C = {
        mode = "0600";
        argument = toString (pkgs.writeText "pi-agent-secrets" ''
          FROM_FILE=secret
          PI_TELEMETRY=file
        '');
      };
    };
  };

  testScript = ''
    import json
    import shlex


    def run(user, directory, *command):
        inner = shlex.join(command)
        return machine.execute(f"su - {user} -c {shlex.quote(f'cd {directory} && {inner}')} 2>&1")


    def pi(user, directory, script):
        status, output = run(user, directory, "pi", "sh", "-c", script)
        assert status == 0, f"{user} in {directory}: {script}: {status}, {output}"
        return output


    def refused(user, directory, *command):
        status, output = run(user, directory, "pi", *command)
        assert status == 77, f"{user} in {directory} was not refused: {status}, {output}"


    machine.wait_for_unit("multi-user.target")
    assert machine.succeed("cat /run/secrets/pi-agent.env") == "FROM_FILE=secret\nPI_TELEMETRY=file\n"
    assert machine.succeed("stat -c '%U %a' /run/secrets/pi-agent.env") == "root 600\n"
    for user in ["m3tam3re", "bob", "carol"]:
        machine.succeed(
            f"su - {user} -c 'mkdir -p p/project elsewhere .pi/agent && cd p/project && git init -q && echo {user} >file && chmod 600 file'"
        )
    machine.succeed("""su - m3tam3re -c 'echo "{\\"theme\\": \\"light\\", \\"defaultProvider\\": \\"mine\\"}" >.pi/agent/settings.json'""")

    with subtest("an allowlisted user runs it as the agent, where they stand"):
        assert pi("m3tam3re", "p/project", "id -un; pwd").split() == ["pi-agent", "/home/m3tam3re/p/project"]

    with subtest("what it writes belongs to the user, private files are read"):
        assert pi("m3tam3re", "p/project", "cat file; echo new >made") == "m3tam3re\n"
        assert machine.succeed("stat -c %U /home/m3tam3re/p/project/made").strip() == "m3tam3re"

    with subtest("other places and other users are refused"):
        refused("m3tam3re", "elsewhere", "true")
        refused("carol", "p/project", "true")
        machine.fail("su - carol -c 'sudo -n -l | grep NOPASSWD'")

    with subtest("the sudo rule is one path without arguments"):
        listed = machine.succeed("su - m3tam3re -c 'sudo -n -l'")
        assert "NOPASSWD: ALL" not in listed, listed
        assert listed.count("NOPASSWD") == 1, listed
        machine.fail("su - m3tam3re -c 'sudo -n true'")

    with subtest("the host's settings lose against the managed ones"):
        settings = json.loads(pi("m3tam3re", "p/project", 'cat "$HOME/.pi/agent/settings.json"'))
        assert settings["theme"] == "light" and settings["defaultProvider"] == "anthropic", settings

    with subtest("environment files win over the managed environment"):
        assert pi("m3tam3re", "p/project", 'echo "$FROM_FILE $PI_TELEMETRY $HOME"').split()[:2] == ["secret", "file"]

    with subtest("nothing of the host or of others is in sight"):
        status, _ = run("m3tam3re", "p/project", "pi", "sh", "-c", "cat /home/bob/p/project/file || cat /run/secrets/pi-agent.env")
        assert status != 0
        assert pi("m3tam3re", "p/project", "ls /home") == "m3tam3re\n"
        assert pi("m3tam3re", "p/project", "grep -c NoNewPrivs:.1 /proc/self/status") == "1\n"

    with subtest("git's hooks and configuration are read-only"):
        status, _ = run("m3tam3re", "p/project", "pi", "sh", "-c", "echo x >.git/hooks/pre-commit || mv .git .git2")
        assert status != 0
        pi("m3tam3re", "p/project", "git -c user.name=a -c user.email=a@b commit -qm x --allow-empty")

    with subtest("exit statuses and arguments come through"):
        assert run("m3tam3re", "p/project", "pi", "sh", "-c", "exit 42")[0] == 42
        assert run("m3tam3re", "p/project", "pi", "sh", "-c", "kill -TERM $$")[0] == 143
        assert run("m3tam3re", "p/project", "pi", "printf", "%s.", "$HOME", "%h", "a b")[1] == "$HOME.%h.a b."

    with subtest("the end of the caller is the end of the session"):
        machine.succeed("su - m3tam3re -c 'cd p/project && (pi sleep 1000 & echo $! >~/pid)'")
        machine.wait_until_succeeds("pgrep -u pi-agent sleep")
        machine.succeed("pkill -KILL -u root -f 'sudo.*pi-agent-runner'")
        machine.wait_until_fails("pgrep -u pi-agent sleep", timeout=10)
        machine.wait_until_fails("findmnt -rn -o TARGET | grep pi-agent/", timeout=10)
  '';
}
