using Onbehalf.Ids;

namespace Onbehalf.Functions.Threads;

/// <summary>A person mentioned in a text. <c>As</c>: the mention as typed. <c>Name</c>: the person's directory name at that time.</summary>
internal sealed record MentionBody(SubjectId Subject, string Name, string As);
