using Onbehalf.Ids;

namespace Onbehalf.Functions.Threads;

/// <summary>A person whom a text names. <c>As</c> is how the text writes them; <c>Name</c> theirs in the directory when it was said.</summary>
internal sealed record MentionBody(SubjectId Subject, string Name, string As);
