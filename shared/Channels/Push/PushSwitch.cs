namespace Onbehalf.Channels.Push;

/// <param name="Keys">Null when the deployment has no keys.</param>
public sealed record PushSwitch(PushKeys? Keys);
