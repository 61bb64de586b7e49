using System.Collections.Immutable;

namespace Onbehalf.Demo.Company;

/// <summary>Generates unique names. The login is derived from the name.</summary>
internal sealed class PeopleNames(SeededRandom random, IEnumerable<string> taken)
{
    private static readonly ImmutableArray<string> Given =
    [
        "Aisha", "Amara", "Anders", "Anika", "Beatriz", "Bruno", "Chiara", "Daniel", "Dmitri", "Elena", "Emeka", "Farid", "Fatima", "Greta",
        "Hana", "Hugo", "Ines", "Ivan", "Jonas", "Julia", "Kaito", "Karin", "Lars", "Leila", "Lucia", "Marek", "Maya", "Mei", "Mateo", "Nadia",
        "Noah", "Olga", "Omar", "Paula", "Pedro", "Priya", "Rafael", "Ravi", "Rosa", "Samir", "Sofia", "Tariq", "Tomas", "Uma", "Vera", "Viktor",
        "Wanda", "Xenia", "Yusuf", "Zoe",
    ];

    private static readonly ImmutableArray<string> Family =
    [
        "Abe", "Almeida", "Andersen", "Bauer", "Bianchi", "Brandt", "Chen", "Costa", "Dahl", "Diallo", "Dvorak", "Eriksen", "Fischer", "Fontaine",
        "Garcia", "Haddad", "Hansen", "Horvat", "Ito", "Jansen", "Jensen", "Kaya", "Keller", "Khan", "Kowalski", "Kumar", "Larsen", "Lopez",
        "Marino", "Mensah", "Meyer", "Moreno", "Nagy", "Nair", "Novak", "Okoye", "Olsen", "Petrov", "Popescu", "Rahman", "Reyes", "Rossi", "Sato",
        "Schmid", "Silva", "Singh", "Suzuki", "Tanaka", "Tran", "Vargas", "Virtanen", "Weber", "Wolf", "Yilmaz", "Zhang",
    ];

    private readonly HashSet<string> _logins = [.. taken];

    public (string Login, string Name) Next()
    {
        while (true)
        {
            var given = random.Pick(Given);
            var family = random.Pick(Family);
            var login = $"{given}.{family}".ToLowerInvariant();
            if (_logins.Add(login))
            {
                return (login, $"{given} {family}");
            }
        }
    }
}
