{inputs, ...}: {
  coding.agents.pi = {
    enable = true;
    agentsInput = inputs.agents;
    path = ".pi/agent";
  };

  home.stateVersion = "25.11";
}
