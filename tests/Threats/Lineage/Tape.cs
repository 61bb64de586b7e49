namespace Onbehalf.Tests.Threats.Lineage;

/// <summary>A list of choices from which a query is written. Past its end every choice is the first, the simplest: so a shorter tape is a simpler query.</summary>
internal sealed class Tape(IReadOnlyList<int> choices)
{
    private int _at;

    public int Choose(int options) => _at < choices.Count ? choices[_at++] % options : 0;

    public bool Chance(int percent) => Choose(100) >= 100 - percent;

    public T Of<T>(IReadOnlyList<T> options) => options[Choose(options.Count)];

    public static IEnumerable<int[]> Shrink(int[] tape)
    {
        for (var length = tape.Length / 2; length >= 1; length /= 2)
        {
            for (var at = 0; at + length <= tape.Length; at += length)
                yield return [.. tape.Take(at), .. tape.Skip(at + length)];
        }

        for (var at = 0; at < tape.Length; at++)
        {
            if (tape[at] > 0)
                yield return [.. tape.Take(at), 0, .. tape.Skip(at + 1)];
        }
    }
}
