namespace Onbehalf.Tests.Sources;

public enum Verdict
{
    /// <summary>Refused, and nothing hidden is in the refusal.</summary>
    Blocked,

    /// <summary>The query may run, but its result contains nothing hidden.</summary>
    OkEmpty,

    /// <summary>A control: it must run.</summary>
    Works,

    /// <summary>Two databases that differ only in what is hidden answer with the same bytes.</summary>
    Same,

    /// <summary>It ends within the limits, whatever it says.</summary>
    Bounded,

    /// <summary>The database itself grants this to the person; the source audit must say so.</summary>
    Flagged,
}

/// <summary>One way out that was tried. Statements run one after the other, as calls of one person.</summary>
public sealed record Escape(int Number, string Name, Verdict Verdict, params string[] Statements)
{
    public override string ToString() => $"{Number} {Name}";
}
