using Onbehalf.Identity;

namespace Onbehalf.Evidence;

/// <summary>Reads a person's rights in a source. It queries rights only and executes no request of anybody.</summary>
public interface IRights
{
    /// <summary>The name in <see cref="Touched.Source"/>.</summary>
    string Source { get; }

    /// <summary>Returns the viewer's rights. Null when the source cannot determine them; evidence of this source is then locked.</summary>
    Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation);

    /// <summary>
    /// Returns the rights without the viewer's own credentials, such as their login. Used in another person's turn, to select its context. Null when
    /// the rights cannot be determined this way. The result never decides what a person is shown.
    /// </summary>
    Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) => Task.FromResult<IHeldRights?>(null);
}

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
