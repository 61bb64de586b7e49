namespace Onbehalf.Demo.Company;

/// <summary>
/// SplitMix64. <see cref="Random"/> guarantees no sequence across .NET versions, and tests contain the headline answers. Each table has its
/// own stream, so that a change of one does not affect the others.
/// </summary>
internal sealed class SeededRandom(int stream)
{
    private const ulong Seed = 42;

    private ulong _state = (Seed << 32) + (ulong)stream;

    /// <summary>Returns a number from 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> values) => values[Below(values.Count)];

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
