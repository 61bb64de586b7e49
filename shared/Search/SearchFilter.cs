namespace Onbehalf.Search;

/// <summary>A filter as it was typed, such as <c>from:bob</c>.</summary>
public sealed record SearchFilter(string Name, string Value)
{
    public const string From = "from";
    public const string In = "in";
    public const string Before = "before";
    public const string After = "after";
    public const string Kind = "kind";

    public static readonly string[] Names = [From, In, Before, After, Kind];
}
