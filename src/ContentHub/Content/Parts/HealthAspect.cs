using System.ComponentModel;

namespace ContentHub.Content.Parts;

/// <summary>schema.org's HealthAspectEnumeration (30.0), and the kinds of part that the NHS's pages mark.</summary>
[Description("Which question about health a section answers: schema.org's health aspects, and the NHS's.")]
public enum HealthAspect
{
    [Description("Allergic reactions and whom they hit.")] Allergies,
    [Description("What good it does.")] Benefits,
    [Description("Why it happens.")] Causes,
    [Description("Whether and how it passes from person to person.")] Contagiousness,
    [Description("How well it works.")] Effectiveness,
    [Description("How to come by a treatment or service.")] GettingAccess,
    [Description("What it does in body or mind.")] HowItWorks,
    [Description("How or where to find, use or do it.")] HowOrWhere,
    [Description("What a medicine is made of.")] Ingredients,
    [Description("Daily life with it.")] LivingWith,
    [Description("What a medicine or therapy may be used for.")] MayTreat,
    [Description("What people often get wrong.")] Misconceptions,
    [Description("What it is, in short.")] Overview,
    [Description("What people who had it tell.")] PatientExperience,
    [Description("Before, during and after pregnancy, and while breastfeeding.")] Pregnancy,
    [Description("How to keep it from happening.")] Prevention,
    [Description("How it usually goes on.")] Prognosis,
    [Description("Where to read on.")] RelatedTopics,
    [Description("What can go wrong.")] RisksOrComplications,
    [Description("How to keep safe.")] Safety,
    [Description("Looking for it before there are signs.")] Screening,
    [Description("When and why to see a clinician.")] SeeDoctor,
    [Description("What one can do oneself.")] SelfCare,
    [Description("Unwanted effects.")] SideEffects,
    [Description("How it goes from step to step.")] Stages,
    [Description("What one feels or others see.")] Symptoms,
    [Description("What helps.")] Treatments,
    [Description("Its forms.")] Types,
    [Description("How and when it is taken or done.")] UsageOrSchedule,
    [Description("When help can wait for an appointment.")] MedicalHelpNonurgent,
    [Description("When help is needed the same day.")] MedicalHelpUrgent,
    [Description("When help is needed at once: call the emergency number.")] MedicalHelpEmergency,
    [Description("How it is found out.")] Diagnosis,
    [Description("Whom it suits and whom it does not.")] Suitability,
    [Description("With other medicines, food or alcohol.")] Interactions,
    [Description("When it must not be used.")] Contraindications,
    [Description("A danger that readers must know of.")] Warning,
    [Description("What takes place, step by step.")] WhatHappens,
    [Description("How to get ready.")] Preparation,
    [Description("What findings mean and when they come.")] Results,
}
