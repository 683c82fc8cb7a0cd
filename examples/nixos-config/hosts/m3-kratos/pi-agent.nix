# pi runs isolated, and only in and below these directories of the user.
{
  m3ta.pi-agent = {
    enable = true;
    stateDir = "/var/lib/pi-agent";

    hostUsers = {
      m3tam3re = {
        projectRoots = ["~/p" "~/work/private"];
        # optional; defaults to wrapper.hostConfigPath
        configPath = ".pi/agent";
      };
    };

    settings = {
      defaultProvider = "anthropic";
      defaultModel = "anthropic/claude-sonnet-4";
      quietStartup = true;
    };

    environment = {
      PI_TELEMETRY = "0";
    };

    environmentFiles = [
      "/run/secrets/pi-agent.env"
    ];

    wrapper = {
      enable = true;
      commandName = "pi";
      hideDirectBinary = true;
      hostConfigPath = ".pi/agent";
    };
  };
}
