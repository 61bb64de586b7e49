namespace Onbehalf.Functions.Threads;

/// <summary>Normalizes a typed title or room name: one line, trimmed, without control characters.</summary>
internal static class GivenName
{
    /// <summary>Returns null if the text is too long, and an empty string if there is none.</summary>
    public static string? Clean(string? text, int longest)
    {
        var clean = string.Concat((text ?? "").Where(static c => !char.IsControl(c))).Trim();
        return clean.Length <= longest ? clean : null;
    }
}
