using ContentHub.Content.Entries;
using ContentHub.Delivery.Fields;
using GraphQL.Types;

namespace ContentHub.Content.Programs;

internal sealed class ProgramType : ObjectGraphType<Program>
{
    public ProgramType()
    {
        Name = "Program";
        Description = "A program of care: what it is, how much time it takes, for whom, and how one gets in.";
        this.EntryFields();
        this.Field("summary", "One or two sentences, for lists and search results.", p => p.Summary);
        this.Field("sections", "The text, in reading order.", p => p.Sections);
        this.Field("levelOfCare", "How intensive it is.", p => p.LevelOfCare);
        this.Field("asamLevel", "The number of ASAM's level, e.g. 2.1; null for a program that treats no substance use.", p => p.AsamLevel);
        this.Field("asamEdition", "Edition of The ASAM Criteria that the number is from, 3 or 4; null with it.", p => p.AsamEdition);
        this.Field("schedule", "How much time it takes.", p => p.Schedule);
        this.Field("formats", "Where it takes place.", p => p.Formats);
        this.Field("therapies", "What is done in it.", p => p.Therapies);
        this.Field("ageGroups", "Who it is for, by age.", p => p.AgeGroups);
        this.Field("languages", "BCP 47 tags of the languages that staff speak in it.", p => p.Languages);
        this.Relations("treats", "What it treats.", (p, relations) => p.Treats(relations));
        this.Relations("locations", "Where it is held.", (p, relations) => p.Locations(relations));
        this.Field("eligibility", "Whom it admits, a condition each.", p => p.Eligibility);
        this.Field("admissionSteps", "How one gets in, a step each, in order.", p => p.AdmissionSteps);
        this.Field("contact", "How to reach it.", p => p.Contact);
    }
}
