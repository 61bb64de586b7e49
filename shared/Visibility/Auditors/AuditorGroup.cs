namespace Onbehalf.Visibility.Auditors;

/// <summary>The directory group whose members may read the acts of all people.</summary>
public sealed record AuditorGroup(string Name);
