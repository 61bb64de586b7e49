using Onbehalf.Audit;

namespace Onbehalf.Functions.Threads;

/// <summary>Normalizes a typed title or room name: one line, trimmed, without hidden characters.</summary>
internal static class GivenName
{
    /// <summary>Returns null if the text is too long, and an empty string if there is none.</summary>
    public static string? Clean(string? text, int longest)
    {
        var clean = TypedText.Line(text ?? "");
        return clean.Length <= longest ? clean : null;
    }
}
