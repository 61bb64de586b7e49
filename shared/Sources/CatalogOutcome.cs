namespace Onbehalf.Sources;

public abstract record CatalogOutcome
{
    private CatalogOutcome()
    {
    }

    public sealed record Visible(VisibleCatalog Catalog) : CatalogOutcome;

    /// <summary>The source cannot serve this person now. <paramref name="Reason"/> is a sentence that they can act on.</summary>
    public sealed record Unavailable(string Code, string Reason) : CatalogOutcome;
}
