using System.Diagnostics.CodeAnalysis;
using System.Text;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Threads;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>Validates the title and text of a page.</summary>
internal static class PageText
{
    public static string Title(string title) =>
        GivenName.Clean(title, WikiLimits.LongestTitle) ?? throw new InvalidOperationException("A title that does not fit was let through.");

    public static bool Fits(string? title, string text, [NotNullWhen(false)] out Problem? problem)
    {
        problem = title is not null && GivenName.Clean(title, WikiLimits.LongestTitle) is not { Length: > 0 }
            ? Problem.BadRequest("title", $"A title has 1 to {WikiLimits.LongestTitle} characters.")
            : Encoding.UTF8.GetByteCount(text) > WikiLimits.LargestPageBytes
                ? Problem.BadRequest("text", $"A page has at most {WikiLimits.LargestPageBytes / 1024} KiB.")
                : null;
        return problem is null;
    }
}
