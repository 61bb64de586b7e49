using System.Collections.Immutable;

namespace Onbehalf.Wiki;

/// <summary>Compares two texts line by line. Above <see cref="MostCells"/>, the whole middle part counts as replaced.</summary>
public static class LineDiff
{
    private const int MostCells = 4_000_000;

    public static ImmutableArray<DiffLine> Of(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (Lines(before), Lines(after));
        var head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head])
            head++;
        var tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)])
            tail++;
        return
        [
            .. old[..head].Select(static line => new DiffLine(DiffKind.Same, line)),
            .. Middle(old[head..^tail], now[head..^tail]),
            .. old[^tail..].Select(static line => new DiffLine(DiffKind.Same, line)),
        ];
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n');

    private static List<DiffLine> Middle(string[] old, string[] now)
    {
        var common = (long)old.Length * now.Length <= MostCells ? Common(old, now) : null;
        var lines = new List<DiffLine>(old.Length + now.Length);
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
        {
            if (common is not null && i < old.Length && j < now.Length && old[i] == now[j])
                (lines, i, j) = (Add(lines, DiffKind.Same, old[i]), i + 1, j + 1);
            else if (i < old.Length && (j == now.Length || common is null || common[i + 1, j] >= common[i, j + 1]))
                (lines, i) = (Add(lines, DiffKind.Removed, old[i]), i + 1);
            else
                (lines, j) = (Add(lines, DiffKind.Added, now[j]), j + 1);
        }

        return lines;
    }

    private static List<DiffLine> Add(List<DiffLine> lines, DiffKind kind, string text)
    {
        lines.Add(new(kind, text));
        return lines;
    }

    /// <summary>Returns the lengths of the longest common subsequences of the remaining lines, for each pair of lines.</summary>
    private static int[,] Common(string[] old, string[] now)
    {
        var lengths = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                lengths[i, j] = old[i] == now[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        return lengths;
    }
}

public sealed record DiffLine(DiffKind Kind, string Text);

public enum DiffKind
{
    Same,
    Added,
    Removed,
}
