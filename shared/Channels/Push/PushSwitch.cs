namespace Onbehalf.Channels.Push;

/// <param name="Keys">Null where this deployment has none.</param>
public sealed record PushSwitch(PushKeys? Keys);
