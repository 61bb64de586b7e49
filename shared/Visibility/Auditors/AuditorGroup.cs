namespace Onbehalf.Visibility.Auditors;

/// <summary>Whose members, at the directory, read everyone's acts.</summary>
public sealed record AuditorGroup(string Name);
