namespace Onbehalf.Functions.Threads;

/// <summary>A title or room name as typed: one line, trimmed, without control characters.</summary>
internal static class GivenName
{
    /// <summary>Null for one that is too long; empty for none.</summary>
    public static string? Clean(string? text, int longest)
    {
        var clean = string.Concat((text ?? "").Where(static c => !char.IsControl(c))).Trim();
        return clean.Length <= longest ? clean : null;
    }
}
