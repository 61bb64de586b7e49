using System.Diagnostics.CodeAnalysis;
using Onbehalf.Threads;

namespace Onbehalf.Memory;

/// <summary>The text of an entry: cleaned like a typed message, and short.</summary>
public static class MemoryText
{
    public static bool TryParse([NotNullWhen(true)] string? text, MemoryLimits limits, [NotNullWhen(true)] out string? words)
    {
        ArgumentNullException.ThrowIfNull(limits);
        words = MessageText.TryParse(text, out var typed) && typed.Value.Length <= limits.Characters ? typed.Value : null;
        return words is not null;
    }
}
