namespace Onbehalf.Evidence;

/// <summary>A snapshot of one person's rights in one source.</summary>
public interface IHeldRights
{
    /// <summary>
    /// Whether the rights include the access that this piece needed. <paramref name="isAsker"/>: the person is the one who read it, so rules that
    /// depend on the asker give the same result.
    /// </summary>
    bool Cover(Touched touched, bool isAsker);

    /// <summary>The asynchronous form, for a source that looks up each piece.</summary>
    ValueTask<bool> CoverAsync(Touched touched, bool isAsker, CancellationToken cancellation) => ValueTask.FromResult(Cover(touched, isAsker));
}
