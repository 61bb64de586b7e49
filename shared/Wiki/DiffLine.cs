namespace Onbehalf.Wiki;

public sealed record DiffLine(DiffKind Kind, string Text);

public enum DiffKind
{
    Same,
    Added,
    Removed,
}
